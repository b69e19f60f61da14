/** How a report is laid out. A format uses what concerns it. */
export type RenderOptions = {
  /** Width of the terminal, characters; at least 40 are used. */
  readonly columns: number
  readonly color: boolean
  /** false: ASCII only. */
  readonly unicode: boolean
  /** Everything that was seen, however long the list. */
  readonly verbose: boolean
  /** What `--strict` asks for: only the `nagios` line depends on it. */
  readonly strict: boolean
}
