import { generateKeyPairSync, randomBytes } from 'node:crypto'

/** What a raw ClientHello is for; see `Target.hello`. */
export type HelloKind = 'small' | 'large' | 'alert'

/** `large` is padded to this many bytes: more than one segment of any Ethernet, about as much as post-quantum clients send. */
const LARGE_BYTES = 1700

/** TLS 1.3 suites, and those of TLS 1.2 with forward secrecy. */
const CIPHERS = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8]

/** A reserved value (GREASE, RFC 8701) that no server may know: nothing is left to agree on, so a TLS server answers an alert. */
const UNKNOWN_CIPHER = [0x5a5a]

const X25519 = 0x001d
const X25519_MLKEM768 = 0x11ec

/**
 * A ClientHello record (RFC 8446, section 4.1.2) that offers TLS 1.3 and 1.2, for a peer whose answer we only look at.
 * @param sni name to send; null: no server_name extension
 */
export const clientHello = (sni: string | null, kind: HelloKind): Buffer => {
  const hello = (padding: Buffer[]): Buffer =>
    record(
      Buffer.concat([
        uint16(0x0303),
        randomBytes(32),
        vector(1, randomBytes(32)),
        vector(2, ...(kind === 'alert' ? UNKNOWN_CIPHER : CIPHERS).map(uint16)),
        vector(1, Buffer.from([0])),
        vector(2, ...extensions(sni, kind === 'large'), ...padding),
      ]),
    )
  const plain = hello([])
  return kind === 'large' ? hello([extension(21, Buffer.alloc(Math.max(0, LARGE_BYTES - plain.length - 4)))]) : plain
}

const extensions = (sni: string | null, postQuantum: boolean): Buffer[] => {
  const x25519 = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const shares = [keyShare(X25519, x25519)]
  if (postQuantum) shares.unshift(keyShare(X25519_MLKEM768, Buffer.concat([encapsulationKey(), x25519])))
  return [
    // server_name; supported_groups: X25519, P-256, P-384; ec_point_formats: uncompressed
    ...(sni === null ? [] : [extension(0, vector(2, Buffer.from([0]), vector(2, Buffer.from(sni))))]),
    extension(10, vector(2, ...(postQuantum ? [X25519_MLKEM768] : []).concat(X25519, 0x0017, 0x0018).map(uint16))),
    extension(11, vector(1, Buffer.from([0]))),
    // signature_algorithms: ECDSA, RSA-PSS and RSA with SHA-256 to SHA-512
    extension(13, vector(2, ...[0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601].map(uint16))),
    // application_layer_protocol_negotiation; extended_master_secret
    extension(16, vector(2, vector(1, Buffer.from('http/1.1')))),
    extension(23),
    // supported_versions: 1.3, 1.2; psk_key_exchange_modes: with (EC)DHE; key_share
    extension(43, vector(1, uint16(0x0304), uint16(0x0303))),
    extension(45, vector(1, Buffer.from([1]))),
    extension(51, vector(2, ...shares)),
  ]
}

const keyShare = (group: number, key: Buffer): Buffer => Buffer.concat([uint16(group), vector(2, key)])

/**
 * An ML-KEM-768 encapsulation key that passes a server's check (FIPS 203, section 7.2): 768 coefficients of 12 bits below 3329,
 * and a seed. Nobody has its other half, and nobody needs it.
 */
const encapsulationKey = (): Buffer => {
  const key = randomBytes(1184)
  for (let at = 0; at < 1152; at += 3) {
    // Clearing bit 10 of each coefficient keeps it below 3072.
    key.writeUInt8(key.readUInt8(at + 1) & 0xfb, at + 1)
    key.writeUInt8(key.readUInt8(at + 2) & 0xbf, at + 2)
  }
  return key
}

const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff])

/** A vector with its length in front, in `bytes` bytes. */
const vector = (bytes: 1 | 2 | 3, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const length = Buffer.alloc(bytes)
  length.writeUIntBE(content.length, 0, bytes)
  return Buffer.concat([length, content])
}

const extension = (type: number, ...parts: Buffer[]): Buffer => Buffer.concat([uint16(type), vector(2, ...parts)])

/** A handshake message of type 1 in one record, whose version is that of old, as middleboxes expect it. */
const record = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x16, 3, 1]), vector(2, Buffer.from([1]), vector(3, body))])
