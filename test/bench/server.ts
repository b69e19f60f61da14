import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

/** Names that the server answers to, all on loopback. */
export const hostName = (n: number): string => `n${n}.bench.test`
/** The server's port. */
export const PORT = 8443

/** A CA and a wildcard certificate of its own for the bench. */
export const makeCertificates = (folder: string): { readonly ca: string } => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Bench Root')
  openssl('req', ...key.slice(0, -2), '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=bench.test')
  writeFileSync(`${folder}/san`, 'subjectAltName=DNS:*.bench.test\n')
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'san']
  openssl('x509', '-req', '-in', 'leaf.csr', ...signing, '-out', 'leaf.pem')
  return { ca: `${folder}/ca.pem` }
}

/** nginx with the bench's certificate; answers every request with a short text. */
export const startServer = (folder: string, enter: (command: readonly string[]) => string[]): ChildProcess => {
  mkdirSync(`${folder}/nginx`, { recursive: true })
  writeFileSync(
    `${folder}/nginx.conf`,
    `daemon off; pid ${folder}/nginx/pid; error_log stderr error; worker_processes 1;
events { worker_connections 20000; }
http {
  access_log off;
  client_body_temp_path ${folder}/nginx; proxy_temp_path ${folder}/nginx; fastcgi_temp_path ${folder}/nginx;
  uwsgi_temp_path ${folder}/nginx; scgi_temp_path ${folder}/nginx;
  server {
    listen 127.0.0.1:${PORT} ssl backlog=20000;
    ssl_certificate ${folder}/leaf.pem; ssl_certificate_key ${folder}/leaf.key;
    ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache off;
    location / { return 200 "well\\n"; }
  }
}
`,
  )
  const [program = '', ...args] = enter(['nginx', '-c', `${folder}/nginx.conf`])
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}
