/** Reads an INI file as Python's configparser does: values by section and key, both lower case; what it isn't is skipped. */
export const readIni = (text: string): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const sections = new Map<string, Map<string, string>>()
  let current = new Map<string, string>()
  for (const raw of text.split('\n', LINES)) {
    const line = raw.trim()
    const title = /^\[([^\]]+)\]$/.exec(line)?.[1]?.toLowerCase()
    if (title !== undefined) {
      current = sections.get(title) ?? new Map<string, string>()
      sections.set(title, current)
    }
    const [, key, value] = /^([^#;=:[\s][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? []
    if (key !== undefined) current.set(key.toLowerCase(), value ?? '')
  }
  return sections
}

const LINES = 2000
