import type { Finding, Result } from '../model.ts'
import type { Context } from './context.ts'

export const correlate = (_results: readonly Result[], _context: Context): Finding[] => []
