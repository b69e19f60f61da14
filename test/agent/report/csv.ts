import t from 'tap'
import { csv } from '../../../agent/report/csv.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'
import { hostileReport, mixedReport } from '../../fixtures/reports.ts'

/** A reader of RFC 4180, to hold the writer against. */
const read = (text: string): string[][] => {
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end === '\r\n') rows.push([])
  }
  rows.pop()
  return rows
}

t.test('one endpoint a line, under a header', async (t) => {
  const rows = read(csv(mixedReport()))
  t.equal(rows.length, 24)
  const [head, ...lines] = rows
  const cell = (line: string[] | undefined, name: string) => line?.[head!.indexOf(name)]
  t.ok(lines.every((line) => line.length === head!.length))
  const blocked = lines.find((line) => line[0] === 'pypi.org')
  t.equal(cell(blocked, 'verdict'), 'blocked')
  t.equal(cell(blocked, 'cause'), 'tls-sni-filtered')
  t.equal(cell(blocked, 'met'), 'false')
  t.match(cell(blocked, 'says'), /twice, while/)
  t.equal(cell(lines[0], 'cause'), '')
})

t.test('no cell is a formula', async (t) => {
  const rows = read(csv(hostileReport()))
  t.equal(rows.length, 2)
  t.match(
    rows[1]!.find((cell) => cell.includes('cmd()')),
    /^'=cmd\(\)/,
  )
  t.notOk(rows.flat().some((cell) => /^[\s]*[=+\-@]/.test(cell)))
})

t.test('Python reads what was written', { skip: missingProgram('python3') }, async (t) => {
  const script =
    "import csv, io, json, sys; print(json.dumps(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, 'utf-8', newline='')))))"
  for (const report of [mixedReport(), hostileReport()]) {
    const { output } = runProgram('python3', ['-c', script], csv(report))
    t.strictSame(JSON.parse(output), read(csv(report)))
  }
})
