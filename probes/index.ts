import { dns } from './dns.ts'
import { hello } from './hello.ts'
import { http, https } from './http.ts'
import type { Probe, ProbeKind } from './probe.ts'
import { smb } from './smb.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'
import { udp } from './udp.ts'
import { websocket } from './websocket.ts'

/** The kinds of probe. A new one is a file, a line here and a test. */
export const probes: Readonly<Record<ProbeKind, Probe>> = { dns, tcp, udp, tls, http, https, websocket, smb, hello }
