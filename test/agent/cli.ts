import t from 'tap'
import { runCli } from '../../agent/cli.ts'
import { COMMANDS } from '../../agent/command-table.ts'
import { testIo } from '../fixtures/io.ts'

const names = COMMANDS.map(({ usage }) => usage.split(' ')[0] ?? '')
const SCREEN = { lines: 24, columns: 80 }

t.test('every help fits a screen; that of a command has an example', async (t) => {
  for (const name of ['', ...names]) {
    const printed = t.capture(console, 'log')
    t.equal(await runCli([name, '--help'].filter(Boolean), testIo().io), 0)
    const text = printed()
      .map(({ args }) => String(args[0]))
      .join('\n')
    printed.restore()
    const lines = text.split('\n')
    t.ok(lines.length < SCREEN.lines, `${name} --help has ${lines.length} lines`)
    t.ok(
      lines.every((line) => line.length <= SCREEN.columns),
      `${name} --help is narrow enough`,
    )
    if (name !== '') t.match(text, /Examples:\n {2}connprobe /)
  }
})

t.test('the help of all options, and the completion, have the rarer ones too', async (t) => {
  for (const argv of [
    ['run', '--help', '--all-options'],
    ['--get-yargs-completions', 'connprobe', 'run', '--serv'],
  ]) {
    const printed = t.capture(console, 'log')
    t.equal(await runCli(argv, testIo().io), 0)
    t.match(
      printed()
        .map(({ args }) => String(args[0]))
        .join('\n'),
      /--service-tags/,
    )
    printed.restore()
  }
})

t.test('the completion names every command', async (t) => {
  const printed = t.capture(console, 'log')
  await runCli(['--get-yargs-completions', 'connprobe', ''], testIo().io)
  t.same(
    printed()
      .map(({ args }) => String(args[0]))
      .filter((name) => names.includes(name)),
    names,
  )
})

t.test('a mistake in the command line ends with 2 and says what was probably meant', async (t) => {
  const told = async (...argv: string[]) => {
    const { io, told } = testIo()
    return { code: await runCli(argv, io), text: told() }
  }
  const cases: readonly (readonly [argv: readonly string[], text: string])[] = [
    [['rnu'], "Unknown command: rnu; did you mean 'run'?; see connprobe --help"],
    [['run', '--tiemout', '5s'], "unknown option --tiemout; did you mean 'timeout'?; see connprobe run --help"],
    [['run', '-z'], 'unknown option -z; see connprobe run --help'],
    [['run', '--timeout'], 'Not enough arguments following: timeout; see connprobe run --help'],
    [['run', 'ml.azure.com'], 'Unknown command: ml.azure.com; see connprobe run --help'],
    [[], 'Name a command; connprobe --help lists them; see connprobe --help'],
  ]
  for (const [argv, text] of cases) t.same(await told(...argv), { code: 2, text: `connprobe: ${text}\n` })
  const { text } = await told('version', '--jsn', '--xyzxyz')
  t.equal(text.split('\n').length, 3, 'all unknown options at once')
})

t.test('an option comes from the environment too, and one on the command line goes first', async (t) => {
  const { io, written } = testIo({ env: { CONNPROBE_JSON: '1' } })
  await runCli(['version'], io)
  t.match(JSON.parse(written()), { name: 'connprobe' })
})
