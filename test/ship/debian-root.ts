import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { missingProgram } from '../fixtures/program.ts'

/** Where what is slow to get is kept between runs. */
export const CACHE = `${process.env['XDG_CACHE_HOME'] ?? `${homedir()}/.cache`}/connprobe`

/** Why tests in a Debian of their own can't run here, for tap's `skip`; false when they can. Under CI they must. */
export const noDebian = (...programs: readonly string[]): string | false => {
  if (process.getuid?.() !== 0) return process.env['CI'] !== 'true' && 'needs root'
  return ['debootstrap', ...programs].map(missingProgram).find((reason) => reason !== false) ?? false
}

/** A folder with a minimal Debian 12 of its own, for a test to change; the caller removes it. */
export const makeDebianRoot = (): string => {
  const kept = `${CACHE}/debian-bookworm`
  if (!existsSync(kept)) {
    const unfinished = `${kept}.${process.pid}`
    mkdirSync(CACHE, { recursive: true })
    try {
      execFileSync('debootstrap', ['--variant=minbase', 'bookworm', unfinished], { stdio: 'pipe' })
      renameSync(unfinished, kept)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
  const folder = mkdtempSync(`${tmpdir()}/connprobe-debian-`)
  execFileSync('cp', ['--archive', `${kept}/.`, folder])
  return folder
}

/**
 * The command that runs a shell script in namespaces of its own: a network that has only loopback, and `$ROOT` with /proc and /dev,
 * read-only if asked for. `inside COMMAND...` in the script is a command in there. Nothing stays mounted afterwards.
 */
export const isolated = (root: string, script: string, options: { readonly readOnly?: boolean } = {}): string[] => {
  const mounts = `ip link set lo up
mount --bind "$ROOT" "$ROOT"
mkdir -p "$ROOT/proc" "$ROOT/dev"
mount -t proc proc "$ROOT/proc"
mount --bind /dev "$ROOT/dev"
${options.readOnly === true ? 'mount -o remount,bind,ro "$ROOT"' : ''}
unset NODE_OPTIONS
inside() { chroot $USERSPEC "$ROOT" "$@"; }`
  const userspec = options.readOnly === true ? '--userspec=65532:65532' : ''
  const settings = `set -eu; ROOT='${root}'; USERSPEC='${userspec}'`
  return ['unshare', '--net', '--mount', '--pid', '--fork', 'bash', '-c', `${settings}\n${mounts}\n${script}`]
}
