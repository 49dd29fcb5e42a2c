/**
 * What makes the command lines refuse every image because of a list, in the order in which they look, and
 * what is worth a word although they take it. Looks at folders of this computer, and at nothing in them.
 */
import { realpath } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import {
  type ControlGroup,
  type ControlList,
  type ControlNote,
  type ControlProblem,
  controlModes,
} from '../../../../src-shared/model/control-list.ts'

/** All problems; the programs tell the first and stop. */
export async function problemsOf({ groups }: ControlList): Promise<readonly ControlProblem[]> {
  const problems: ControlProblem[] = []
  const seen = new Set<string>()
  for (const [place, group] of groups.entries()) {
    const { folder } = group
    if (seen.has(folder)) problems.push({ kind: 'folderTwice', group: place, folder })
    seen.add(folder)
    const wrong = folder === '' ? null : await folderProblem(folder, place)
    if (wrong !== null) problems.push(wrong)
    if (!controlModes.some((mode) => mode === group.mode)) {
      problems.push({ kind: 'mode', group: place, mode: group.mode })
    }
    for (const text of group.fingerprints) {
      if (!/^[0-9a-f]{40}$/i.test(text)) problems.push({ kind: 'fingerprint', group: place, text })
    }
  }
  return problems
}

async function folderProblem(folder: string, group: number): Promise<ControlProblem | null> {
  const missing = (reason: string): ControlProblem => ({ kind: 'folderMissing', group, folder, reason })
  if (folder.includes('\0')) return missing(`lstat ${folder}: invalid argument`)
  try {
    const real = await realpath(folder)
    return real === folder && isAbsolute(folder) ? null : { kind: 'folderNotPlain', group, folder }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return missing(`lstat ${folder}: ${reasonOf(code)}`)
  }
}

/** As the programs' run time words it. */
function reasonOf(code: unknown): string {
  switch (code) {
    case 'ENOENT':
      return 'no such file or directory'
    case 'EACCES':
      return 'permission denied'
    case 'ENOTDIR':
      return 'not a directory'
    case 'ELOOP':
      return 'too many levels of symbolic links'
    case 'ENAMETOOLONG':
      return 'file name too long'
    default:
      return String(code)
  }
}

/** What a reader should know of a list that is in order. */
export function notesOf({ activated, legacyInsecure, groups }: ControlList): readonly ControlNote[] {
  const notes: ControlNote[] = []
  if (!activated) notes.push({ kind: 'notActivated' })
  if (legacyInsecure) notes.push({ kind: 'legacy' })
  if (groups.length === 0) notes.push({ kind: 'noGroups' })
  else if (!groups.some(({ folder }) => folder === '')) notes.push({ kind: 'noRest' })
  for (const [place, group] of groups.entries()) notes.push(...notesOfGroup(group, place))
  return notes
}

function notesOfGroup({ mode, fingerprints }: ControlGroup, group: number): readonly ControlNote[] {
  const isEmpty = fingerprints.length === 0
  if (mode === 'whitelist' && isEmpty) return [{ kind: 'emptyWhitelist', group }]
  if (mode === 'whitestrict' && isEmpty) return [{ kind: 'emptyWhitestrict', group }]
  if (mode !== 'blacklist') return []
  return [...(isEmpty ? [{ kind: 'emptyBlacklist', group } as const] : []), { kind: 'blacklistUnknown', group }]
}
