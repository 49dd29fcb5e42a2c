/**
 * `npm test`: sets up and runs every test, the quick ones first:
 *   unit      unit, integration and security tests (vitest)
 *   helper    the native helper's own (cargo test)
 *   browser   end to end in Debian's Chromium over the browser face
 *   electron  end to end in a real Electron, where one is installed or ELECTRON_OVERRIDE_DIST_PATH names one
 * Named parts run alone: `npm test -- unit browser`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { say, stop } from './lib/say.mjs'
import { parts } from './lib/test-parts.mjs'
import { setUp } from './set-up.mjs'

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) stop(`no such tests: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)

const have = setUp({ tests: true })
const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-tests-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const summary = []
for (const [name, runPart] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  say(`\n── ${name}`)
  const begun = Date.now()
  const outcome = await runPart({ have, folder })
  const seconds = ((Date.now() - begun) / 1000).toFixed(1)
  if ('leftOut' in outcome) summary.push(`${name}: left out: ${outcome.leftOut}`)
  else {
    for (const key of Object.keys(total)) total[key] += outcome[key]
    summary.push(
      `${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped in ${seconds} s`,
      ...outcome.failures.map((failure) => `  failed: ${failure}`),
    )
  }
}
rmSync(folder, { recursive: true, force: true })
say(`\n${summary.join('\n')}`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = total.failed > 0 ? 1 : 0
