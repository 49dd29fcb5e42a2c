/** How compared images are named, and what the engine is asked with. Pure. */
import type { Compared } from '../../../src-shared/contract/compare.ts'
import type { ComparedSide, Comparison } from '../../../src-shared/model/compare.ts'
import { compareText as text } from '../../../src-shared/text/compare.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import type { ComparedAddress } from '../../app/address.ts'

export function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

export function comparedParams(address: ComparedAddress): Compared {
  if (address.kind === 'here') return address
  const { reference, remote, architecture } = address
  return {
    kind: 'remote',
    reference,
    ...(remote === null ? {} : { remote }),
    ...(architecture === null ? {} : { architecture }),
  }
}

export function titleOf(a: string, b: ComparedAddress, comparison: Comparison | null): string {
  const name = nameOf(a)
  if (b.kind === 'here') return text.titleOf(name, nameOf(b.path))
  return comparison?.sameBytes === false ? text.movedTitle(name) : text.tagTitle(name)
}

/** What stands above a side, like *Yours, pulled on 10 Nov 2026*. */
export function sideTitle(side: ComparedSide, isSecond: boolean, otherIsRemote: boolean): string {
  if (side.place === 'remote') return text.onRemote(side.remote ?? '')
  if (otherIsRemote) return text.yours
  return `${isSecond ? text.second : text.first}: ${nameOf(side.path ?? '')}`
}

export function dayOf(at: string | null): string | null {
  return at === null ? null : formatDate(at)
}
