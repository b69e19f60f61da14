import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'

/** A network namespace of the bench's own: a loopback, and a 10.9.0.0/16 behind which nothing ever answers. */
export type Namespace = {
  readonly name: string
  readonly enter: (command: readonly string[]) => string[]
  readonly remove: () => void
}

/**
 * Makes the namespace. Its 10.9.0.0/16 is silent.
 * @param files of /etc as the namespace shall see them (`hosts`, `resolv.conf`)
 */
export const makeNamespace = (files: Readonly<Record<string, string>>): Namespace => {
  const name = `connprobe-bench-${process.pid}`
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const inside = (...args: string[]) => ip('-n', name, ...args)
  const folder = `/etc/netns/${name}`
  const remove = () => {
    execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' })
    rmSync(folder, { recursive: true, force: true })
  }
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(`${folder}/${file}`, text)
  ip('netns', 'add', name)
  inside('link', 'set', 'lo', 'up')
  // One end of a pair whose other end nobody reads; without ARP, what is sent is lost, as behind a firewall that drops.
  inside('link', 'add', 'void', 'type', 'veth', 'peer', 'name', 'void-end')
  inside('link', 'set', 'void', 'arp', 'off')
  inside('address', 'add', '10.9.255.254/16', 'dev', 'void')
  inside('link', 'set', 'void', 'up')
  inside('link', 'set', 'void-end', 'up')
  return { name, enter: (command) => ['ip', 'netns', 'exec', name, ...command], remove }
}
