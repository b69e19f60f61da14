/** Brings a world up: network, rules, servers, real software. */
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { PLACES, startNetwork, type Network, type Role } from './network.ts'
import { savePki, type Pki } from './pki.ts'
import type { Software } from './software/software.ts'
import { serverAddresses, type World } from './world.ts'

const READY_MS = 10_000
const END = fileURLToPath(import.meta.resolve('./end.ts'))

/** A world in operation: `dir` holds its files. */
export type Running = {
  readonly world: World
  readonly network: Network
  readonly dir: string
  /** Processes of the world that ended by themselves, with their last words: the world isn't what it should be. */
  readonly deaths: readonly string[]
}

/** @throws Error when something of the world doesn't start; what had started is gone then */
export const bringUp = async (world: World, pki: Pki, dir: string): Promise<Running> => {
  savePki(dir, pki)
  const network = startNetwork({
    addresses: serverAddresses(world),
    resolvConf: [
      ...(world.resolvers ?? [PLACES.resolver]).map((address) => `nameserver ${address}`),
      ...(world.resolvConf ?? []),
      '',
    ].join('\n'),
    hosts: world.hosts ?? [],
    ipv6: world.ipv6 ?? false,
    defaultRoute: world.defaultRoute ?? true,
  })
  const deaths: string[] = []
  const watch: Watch = (name, child) => {
    const log = logOf(child)
    child.on('exit', () => deaths.push(`${name} ended: ${log()}`))
    return log
  }
  try {
    for (const [role, commands] of Object.entries(world.ip ?? {})) network.ip(role as Role, commands)
    for (const [role, rules] of Object.entries(world.rules ?? {})) network.nft(role as Role, rules)
    await Promise.all(rolesOf(world).map((role) => startEnd(world, role, network, dir, watch)))
    for (const software of world.software ?? []) await startSoftware(software, network, pki, dir, watch)
    return { world, network, dir, deaths }
  } catch (error) {
    network.stop()
    throw error
  }
}

const rolesOf = (world: World): readonly Role[] => [
  ...new Set<Role>(['servers', ...(world.extras ?? []).map(({ role }) => role)]),
]

/** Takes note of a process' death; returns what it said so far. */
type Watch = (name: string, child: ChildProcess) => () => string

const startEnd = async (world: World, role: Role, network: Network, dir: string, watch: Watch): Promise<void> => {
  const child = network.start(role, [process.execPath, END, world.name, role, dir])
  const log = watch(role, child)
  await new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error(`${world.name}, ${role}: ${log() || 'not ready'}`))
    const timer = setTimeout(fail, READY_MS)
    child.on('exit', fail)
    child.stdout?.on('data', (text: Buffer) => {
      if (!text.toString().includes('ready')) return
      clearTimeout(timer)
      resolve()
    })
  })
}

/** What a child said so far, the last 2,000 characters. */
const logOf = (child: ChildProcess): (() => string) => {
  let text = ''
  const keep = (chunk: Buffer) => (text = (text + chunk.toString()).slice(-2000))
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return () => text
}

const startSoftware = async (
  software: Software,
  network: Network,
  pki: Pki,
  parent: string,
  watch: Watch,
): Promise<void> => {
  const { role, binary } = software
  const dir = join(parent, binary)
  rmSync(dir, { recursive: true, force: true })
  // Daemons give up root, and still have to read and write here.
  mkdirSync(dir, { recursive: true, mode: 0o777 })
  for (const [name, text] of Object.entries(software.files(pki, dir))) writeFileSync(join(dir, name), text)
  for (const command of software.prepare?.(dir) ?? []) {
    const { code, stderr } = await network.run(role, command)
    if (code !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
  }
  const child = network.start(role, [binary, ...software.args(dir)])
  const log = watch(binary, child)
  const until = Date.now() + READY_MS
  while (!(await isListening(software, network))) {
    if (Date.now() > until || child.exitCode !== null) throw new Error(`${binary} doesn't start: ${log()}`)
    await pause(30)
  }
}

const isListening = async ({ role, listens, udp }: Software, network: Network): Promise<boolean> => {
  const { stdout } = await network.run(role, ['ss', '-H', '-ln', udp ? '-u' : '-t'])
  return stdout.split(/\s+/).includes(listens)
}
