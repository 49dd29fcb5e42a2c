/**
 * The command bar's input and output: what was typed is recognised as a reference, a fingerprint, a
 * path or words, and features offer commands for it. Pure; the bar itself is a view.
 */
import type { ReactNode } from 'react'
import { readFingerprint } from '../../src-shared/model/fingerprint-paste.ts'
import type { IconName } from '../components/icon.tsx'

export type CommandInput =
  | { readonly kind: 'empty'; readonly text: '' }
  | { readonly kind: 'reference'; readonly text: string }
  | { readonly kind: 'fingerprint'; readonly text: string; readonly fingerprint: string }
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'words'; readonly text: string }

export interface Command {
  /** Unique within its provider. */
  readonly id: string
  readonly title: ReactNode
  readonly icon: IconName
  /** Quiet words after the title. */
  readonly note?: ReactNode
  /** At the right end, like a verdict. */
  readonly end?: ReactNode
  /** As people press it, like `Ctrl+2`. */
  readonly shortcut?: string
  readonly run: () => void
}

export interface CommandFindings {
  /** What was recognised, above the commands: resolved reference, whose fingerprint it is … */
  readonly head?: ReactNode
  readonly commands: readonly Command[]
}

export interface CommandProvider {
  readonly id: string
  /** Heading of its group; empty for none. */
  readonly title: string
  /** Groups stand in this order. 10 what to do with what was recognised, 20 images here, 30 library, 40 keys, 50 commands. */
  readonly order: number
  /** Offers commands for what was typed, best first; at most `limit` are shown. Must end early when `signal` aborts. */
  find(input: CommandInput, limit: number, signal: AbortSignal): CommandFindings | Promise<CommandFindings>
}

const schemes = /^(?:library|docker|oras|shub|https?|docker-archive|oci-archive|oci):/i
const name = '[a-z0-9][a-z0-9._-]*'
const shortReference = new RegExp(
  `^(?:${name}(?::\\d+)?/)*${name}(?::[A-Za-z0-9_][A-Za-z0-9._-]*|@?sha256[:.][0-9a-f]{64})$|^(?:${name}(?::\\d+)?/)+${name}$`,
)

/** Recognises what was typed or pasted into the command bar. */
export function readCommandInput(typed: string): CommandInput {
  const text = typed.trim()
  if (text === '') return { kind: 'empty', text: '' }
  if (schemes.test(text)) return { kind: 'reference', text }
  if (/^(?:\/|~\/|\.\.?\/|[A-Za-z]:[\\/])/.test(text) || /\.sif$/i.test(text)) return { kind: 'path', text }
  // The digest of a pinned reference is as long as a fingerprint of version 6.
  const fingerprint = /sha256/i.test(text) ? null : fullFingerprint(text)
  if (fingerprint !== null) return { kind: 'fingerprint', text, fingerprint }
  if (!/\s/.test(text) && shortReference.test(text)) return { kind: 'reference', text }
  return { kind: 'words', text }
}

function fullFingerprint(text: string): string | null {
  const paste = readFingerprint(text)
  return paste.kind === 'fingerprint' ? paste.fingerprint : null
}

/** Whether every typed word begins a word of the text. */
export function matchesWords(text: string, typed: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => words.some((candidate) => candidate.startsWith(word)))
}
