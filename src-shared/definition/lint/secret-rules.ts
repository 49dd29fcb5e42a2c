/** Finds what looks like a secret. The text of a secret never becomes part of a message. */
import { problemWords } from '../../text/definition-problems.ts'
import { headerValue } from '../tree.ts'
import type { LintContext } from './context.ts'

const privateKey = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g

const { secrets } = problemWords

const tokens: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, what: secrets.aws },
  { pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{40,255})\b/g, what: secrets.github },
  { pattern: /\bglpat-[A-Za-z0-9_-]{20,64}\b/g, what: secrets.gitlab },
  { pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,120}\b/g, what: secrets.slack },
  { pattern: /\bAIza[A-Za-z0-9_-]{35}\b/g, what: secrets.google },
  { pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, what: secrets.npm },
  { pattern: /\bpypi-[A-Za-z0-9_-]{50,255}\b/g, what: secrets.pypi },
  { pattern: /\bhf_[A-Za-z0-9]{30,64}\b/g, what: secrets.huggingFace },
  { pattern: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,64}\b/g, what: secrets.docker },
  { pattern: /\b[rs]k_live_[A-Za-z0-9]{16,100}\b/g, what: secrets.stripe },
  { pattern: /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,2000}/g, what: secrets.jwt },
  {
    pattern: /\bAuthorization:\s{0,4}(?:Bearer|Basic|Token)\s{1,4}[A-Za-z0-9._~+/=-]{12,2000}/gi,
    what: secrets.bearer,
  },
]

const secretName = 'PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_?KEY|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|REGCODE'
/** A name that says what it is, and a value that is written out. */
const assignment = new RegExp(
  `(?<![A-Za-z0-9_])([A-Za-z0-9_]{0,60}(?:${secretName}))["']?[ \\t]{0,8}[=:][ \\t]{0,8}["']?([^\\s"'$\`{}<>;|&()\\\\]{6,400})`,
  'gi',
)
const option =
  /--(password|passphrase|token|api-key|auth-token)[= ]["']?([^\s"'$`{}<>;|&()\\-][^\s"'$`{}<>;|&()\\]{5,400})/g
const address = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'$]{1,100}:([^\s/@"'${}]{1,200})@/gi

const noSecret = /^(?:true|false|none|null|required|optional|changeme|example|default)$/i

export function lintSecrets({ text, tree, reporter }: LintContext): void {
  for (const match of text.matchAll(privateKey)) reporter.report('secret-private-key', spanOf(match))
  const told = new Set<number>()
  for (const { pattern, what } of tokens) {
    for (const match of text.matchAll(pattern)) {
      if (reporter.isFull()) return
      told.add(lineStart(text, match.index))
      reporter.report('secret-token', spanOf(match), { what })
    }
  }
  for (const match of text.matchAll(address)) {
    if (reporter.isFull()) return
    told.add(lineStart(text, match.index))
    reporter.report('secret-in-address', spanOf(match))
  }
  for (const pattern of [assignment, option]) {
    for (const match of text.matchAll(pattern)) {
      if (reporter.isFull()) return
      const [, name = '', value = ''] = match
      // One problem for one secret: what was named more precisely is not named again.
      if (told.has(lineStart(text, match.index)) || noSecret.test(value) || /^[./~%]/.test(value)) continue
      reporter.report('secret-password', spanOf(match), { name: name.replace(/^-+/, '') })
    }
  }
  for (const stage of tree.stages) {
    const field = stage.header.fields.findLast(({ keyword }) => keyword === 'regcode')
    const value = headerValue(stage, 'regcode')
    const isTold = field !== undefined && field.value.length >= 6
    if (field !== undefined && value !== null && value !== '' && !value.includes('{{') && !isTold) {
      reporter.report('secret-password', field.valueSpan, { name: 'Regcode' })
    }
  }
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1
}

function spanOf(match: RegExpMatchArray): { readonly start: number; readonly end: number } {
  const start = match.index ?? 0
  return { start, end: start + match[0].length }
}
