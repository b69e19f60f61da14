import type { World } from '../world.ts'
import { answers } from './answers.ts'
import { certificates } from './certificates.ts'
import { handshakes } from './handshakes.ts'
import { healthy } from './healthy.ts'

export const worlds: readonly World[] = [healthy, certificates, handshakes, answers]
