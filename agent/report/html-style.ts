/** The page's stylesheet: dark and light as the reader's system has it, and fit for paper. */
export const STYLE = `
:root { color-scheme: light dark; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e34; --dim: #5f6368; --line: #d0d4d9; }
@media (prefers-color-scheme: dark) {
  :root { --bad: #ff8a80; --warn: #ffca66; --good: #7bd88f; --dim: #9aa0a6; --line: #44474c; }
}
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0.25rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 0.25rem; color: var(--dim); font-weight: 600; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; }
article { border-left: 4px solid var(--line); padding: 0.25rem 0 0.25rem 0.75rem; margin: 0.5rem 0; break-inside: avoid; }
.bad { border-color: var(--bad); } .warn { border-color: var(--warn); } .good { border-color: var(--good); }
h1.bad { color: var(--bad); } h1.warn { color: var(--warn); } h1.good { color: var(--good); }
.dim, summary { color: var(--dim); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9em; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.75rem 0.2rem 0; border-bottom: 1px solid var(--line); }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } }
`

/** Its hash, by which alone the page's Content-Security-Policy admits it. A test holds the two together. */
export const STYLE_HASH = 'sha256-NOICHbdsGtGoV3wogMEODuXn9hcm+fq433C0w9iV/pI='
