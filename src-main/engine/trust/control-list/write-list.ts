/** Writes an execution control list as the TOML that the command lines read. */
import { stringify } from 'smol-toml'
import type { ControlList } from '../../../../src-shared/model/control-list.ts'

/** @returns the text of the file; fingerprints in upper case, as the command lines' own examples have them */
export function writeControlList({ activated, legacyInsecure, groups }: ControlList): string {
  const text = stringify({
    activated,
    legacyinsecure: legacyInsecure,
    execgroup: groups.map(({ tagName, mode, folder, fingerprints }) => ({
      tagname: tagName,
      mode,
      dirpath: folder,
      keyfp: fingerprints.map((fingerprint) => fingerprint.toUpperCase()),
    })),
  })
  return text.endsWith('\n') ? text : `${text}\n`
}
