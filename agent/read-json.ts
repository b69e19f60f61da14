import { readTextFile } from './read-file.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads a JSON file that the user named.
 * @param mostBytes larger files are refused
 * @throws UsageError, one line, that says what the file is instead
 */
export const readJsonFile = async (path: string, mostBytes: number): Promise<unknown> =>
  parseJson(await readTextFile(path, mostBytes), path)

/**
 * Parses JSON that came from a file.
 * @throws UsageError, one line, that says what the text is instead
 */
const parseJson = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError([`${path}: ${whatItIs(text.trim())}`])
  }
}

const whatItIs = (text: string): string => {
  if (text === '') return 'the file is empty'
  if (text.startsWith('<')) return 'this is a web page, not JSON'
  return /^[[{]/.test(text) ? 'the JSON is broken or cut off' : 'this is not JSON'
}
