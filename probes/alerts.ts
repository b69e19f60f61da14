import type { Fault } from './observation.ts'

/**
 * TLS alerts by number (RFC 8446, section 6, and the older RFCs it reserves numbers for), in OpenSSL's spelling. Complete for
 * what OpenSSL 3.0 and 3.5 tell apart: of an alert with any other number Node says the same as of a closed connection.
 */
export const ALERTS: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_cancelled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
}

/** What stands before the alert's name in Node's code: OpenSSL 3.2 renamed SSLV3_ALERT to SSL/TLS_ALERT. */
const ALERT_CODE = /^ERR_SSL_(?:SSL\/TLS_ALERT|SSLV3_ALERT|TLSV13_ALERT|TLSV1_ALERT|TLSV1)_([A-Z_]+)$/

const NUMBERS = new Map(Object.entries(ALERTS).map(([number, name]) => [name.toUpperCase(), Number(number)]))

/**
 * The fault behind a code of OpenSSL's (`ERR_SSL_...`): an alert that the peer sent, with its number, or OpenSSL's own refusal
 * of what the peer sent. Node has the number in no field, only in the code.
 */
export const opensslFault = (code: string): Fault => {
  const name = ALERT_CODE.exec(code)?.[1]
  const alert = name === undefined ? undefined : NUMBERS.get(name)
  return alert === undefined ? { kind: 'tls', code } : { kind: 'alert', code, alert }
}
