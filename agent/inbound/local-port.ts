import { networkInterfaces } from 'node:os'
import { startBudget } from '../../probes/budget.ts'
import { faultOf } from '../../probes/fault.ts'
import type { Connect } from '../../probes/probe.ts'
import { listenTcp, type Service } from '../respond/service.ts'
import { portHolder } from './port-holders.ts'

/** How long this machine may take to reach itself, milliseconds. */
const REACHING_MS = 300

/** What is known of a port of this machine. `opened`: listening there until closed; null where that can't be. */
export type LocalPort = { readonly opened: Service | null; readonly remarks: readonly string[] }

/**
 * Looks at a TCP port of this machine: who holds it, else whether it can be opened, and whether this machine's own connections get
 * there, over loopback and over its address. A filter that spares what a machine says to itself can't be seen without privileges.
 * @param greeting what whoever connects is told
 */
export const openLocalPort = async (port: number, greeting: Buffer, connect: Connect): Promise<LocalPort> => {
  const opened = await listenTcp(undefined, port, (socket) => socket.resume().end(greeting)).catch(
    (error: unknown) => faultOf(error).code ?? 'unknown',
  )
  const reached = await Promise.all(['127.0.0.1', ...ownAddresses()].map((address) => reach(address, port, connect)))
  return typeof opened === 'string'
    ? { opened: null, remarks: [await heldOrRefused(port, opened), ...reached] }
    : { opened, remarks: [`Port ${port} of this machine is free: nothing listens there now.`, ...reached] }
}

const heldOrRefused = async (port: number, code: string): Promise<string> => {
  if (code !== 'EADDRINUSE') return `Port ${port} of this machine can't be opened by this user (${code}).`
  return `Port ${port} of this machine is held by ${(await portHolder(port)) ?? 'something else'}.`
}

/** The address that others know this machine by: its first that isn't loopback. */
const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .slice(0, 1)
    .map(({ address }) => address)

const reach = async (address: string, port: number, connect: Connect): Promise<string> => {
  const budget = startBudget(REACHING_MS, new AbortController().signal)
  try {
    const socket = await connect(address, port, budget.signal)
    socket.on('error', () => undefined).destroy()
    return `This machine reaches it at ${address}.`
  } catch (error) {
    const how = budget.ending() === 'timeout' ? 'silence' : (faultOf(error).code ?? 'an error')
    return `This machine itself does not reach it at ${address} (${how}): a filter of its own, or it listens elsewhere.`
  } finally {
    budget.end()
  }
}
