/** Names for rules and objects, in letters that every firewall takes. */

/**
 * A maker of names: letters, digits and hyphens of the text, at most `most` characters, each name once.
 * @param most at least 8
 */
export const objectNames = (most: number): ((text: string) => string) => {
  const taken = new Set<string>()
  return (text) => {
    const plain = slug(text).slice(0, most).replace(/-+$/, '') || 'rule'
    for (let n = 1; ; n++) {
      const suffix = n === 1 ? '' : `-${n}`
      const name = plain.slice(0, most - suffix.length) + suffix
      // Most firewalls don't heed case in names.
      if (taken.has(name.toLowerCase())) continue
      taken.add(name.toLowerCase())
      return name
    }
  }
}

const slug = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+/, '')
