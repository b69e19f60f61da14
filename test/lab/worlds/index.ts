import type { World } from '../world.ts'
import { healthy } from './healthy.ts'

export const worlds: readonly World[] = [healthy]
