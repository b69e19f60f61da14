/** Real web servers and file servers, each with the misbehaviour that one finds in the field. */
import { good, issuedBy, type Certificate, type Pki } from '../pki.ts'
import type { Software } from './software.ts'

/** One PEM file a site, certificate and key in it. */
const pemFiles = (sites: Readonly<Record<string, { host: string }>>, pki: Pki) =>
  Object.fromEntries(Object.values(sites).map(({ host }) => [`${host}.pem`, pemOf(host, pki)]))
const pemOf = (host: string, pki: Pki, certificate: Certificate = good) => {
  const { cert, key } = certificate(host, pki)
  return cert + key
}

const nginxServer = (dir: string, address: string, host: string, lines: readonly string[]) =>
  [
    `server { listen ${address}:443 ssl; server_name ${host};`,
    `ssl_certificate ${dir}/${host}.pem; ssl_certificate_key ${dir}/${host}.pem;`,
    ...lines,
    '}',
  ].join('\n')

/** Addresses of nginx' sites. */
export const NGINX = {
  plain: { host: 'nginx.azureml.ms', at: '20.63.0.1' },
  strict: { host: 'strict-nginx.azureml.ms', at: '20.63.0.2' },
  drops: { host: 'drops-nginx.azureml.ms', at: '20.63.0.3' },
  gateway: { host: 'gateway-nginx.azureml.ms', at: '20.63.0.4' },
  clients: { host: 'clients-nginx.azureml.ms', at: '20.63.0.5' },
  elsewhere: { host: 'elsewhere-nginx.azureml.ms', at: '20.63.0.6' },
}

const nginxLines: Readonly<Record<keyof typeof NGINX, (dir: string) => readonly string[]>> = {
  plain: () => ['return 200 "ok";'],
  strict: () => ['return 200 "ok";'],
  drops: () => ['return 444;'],
  gateway: () => ['location / { proxy_pass http://127.0.0.1:9; }'],
  clients: (dir) => [`ssl_verify_client on; ssl_client_certificate ${dir}/clients.pem; return 200 "ok";`],
  elsewhere: () => ['return 301 https://nginx.azureml.ms/;'],
}

export const nginx: Software = {
  role: 'servers',
  binary: 'nginx',
  listens: `${NGINX.plain.at}:443`,
  files: (pki, dir) => ({
    ...pemFiles(NGINX, pki),
    'clients.pem': pki.privateRoot.cert,
    'nginx.conf': [
      `daemon off; worker_processes 1; pid ${dir}/nginx.pid; error_log stderr crit; events { }`,
      'http { access_log off;',
      ...Object.entries(NGINX).map(([name, { host, at }]) =>
        nginxServer(dir, at, host, nginxLines[name as keyof typeof NGINX](dir)),
      ),
      // Every name but its own meets the alert unrecognized_name.
      `server { listen ${NGINX.strict.at}:443 ssl default_server; server_name _; ssl_reject_handshake on; }`,
      `server { listen ${NGINX.plain.at}:80; return 301 https://$host$request_uri; }`,
      '}',
      '',
    ].join('\n'),
  }),
  args: (dir) => ['-p', dir, '-e', 'stderr', '-c', `${dir}/nginx.conf`],
}

/** Addresses of HAProxy's sites. */
export const HAPROXY = {
  down: { host: 'down-haproxy.azureml.ms', at: '20.64.0.1' },
  strict: { host: 'strict-haproxy.azureml.ms', at: '20.64.0.2' },
  mute: { host: 'mute-haproxy.azureml.ms', at: '20.64.0.3' },
  foreign: { host: 'foreign-haproxy.azureml.ms', at: '20.64.0.4' },
}

export const haproxy: Software = {
  role: 'servers',
  binary: 'haproxy',
  listens: `${HAPROXY.down.at}:443`,
  files: (pki, dir) => ({
    ...pemFiles(HAPROXY, pki),
    [`${HAPROXY.foreign.host}.pem`]: pemOf(
      HAPROXY.foreign.host,
      pki,
      issuedBy('issuing', { names: ['elsewhere.example'] }),
    ),
    'haproxy.cfg': [
      'defaults',
      '  mode http',
      '  timeout connect 1s',
      '  timeout client 10s',
      '  timeout server 10s',
      ...Object.entries({
        // No server behind it: 503.
        down: ['  http-request set-var(txn.none) int(0)'],
        strict: ['  http-request return status 200'],
        // Takes the request and keeps the connection without a word.
        mute: ['  http-request silent-drop'],
        foreign: ['  http-request return status 200'],
      }).flatMap(([name, lines]) => {
        const { host, at } = HAPROXY[name as keyof typeof HAPROXY]
        return [
          `frontend ${name}`,
          `  bind ${at}:443 ssl crt ${dir}/${host}.pem ${name === 'strict' ? 'strict-sni' : ''}`,
          ...lines,
        ]
      }),
      '',
    ].join('\n'),
  }),
  args: (dir) => ['-db', '-f', `${dir}/haproxy.cfg`],
}

export const SAMBA = { host: 'samba.file.core.windows.net', at: '20.65.0.1' }

export const samba: Software = {
  role: 'servers',
  binary: 'smbd',
  listens: `${SAMBA.at}:445`,
  files: (_pki, dir) => ({
    'smb.conf': [
      '[global]',
      ...['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc'].map((kind) =>
        kind === 'private' || kind === 'ncalrpc' ? `${kind} dir = ${dir}` : `${kind} directory = ${dir}`,
      ),
      'disable netbios = yes',
      'smb ports = 445',
      `interfaces = ${SAMBA.at}/32`,
      'bind interfaces only = yes',
      'load printers = no',
      'printing = bsd',
      'log level = 0',
      `log file = ${dir}/log`,
      '',
    ].join('\n'),
  }),
  args: (dir) => ['-F', '--no-process-group', '-s', `${dir}/smb.conf`],
}
