import type { Paint } from '../text/paint.ts'

/** How the page that is being laid out looks. */
export type Page = { readonly columns: number; readonly paint: Paint; readonly unicode: boolean }
