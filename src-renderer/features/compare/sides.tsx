/** What is known of both images, line by line beside each other. What is not here has no verdict. */
import type { ReactNode } from 'react'
import type { ComparedSide, Comparison } from '../../../src-shared/model/compare.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { compareText as text } from '../../../src-shared/text/compare.ts'
import { formatBytes, formatDateTime, formatSize } from '../../../src-shared/text/format.ts'
import { keysByFingerprint, signerClaim } from '../../../src-shared/text/signer-claim.ts'
import { useCall } from '../../app/use-call.ts'
import { DigestText } from '../../components/digest-text.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { dayOf, sideTitle } from './compare-names.ts'

type Keys = ReadonlyMap<string, Key>

function Signers({
  side,
  other,
  keys,
}: {
  readonly side: ComparedSide
  readonly other: ComparedSide
  readonly keys: Keys
}) {
  if (!side.signed) return <span className="quiet">{text.notSigned}</span>
  const claim = signerClaim(true, side.fingerprints, keys)
  const isSame = side.place === 'remote' && side.fingerprints.some((one) => other.fingerprints.includes(one))
  return (
    <span className="cut" title={side.fingerprints.join('\n')}>
      {side.verdict !== 'verified' && side.verdict !== 'yours' && <span className="quiet">{text.says}</span>}{' '}
      {claim.name}
      {isSame && <span className="quiet"> · {text.sameKey}</span>}
    </span>
  )
}

function Verdict({ side }: { readonly side: ComparedSide }) {
  if (side.place === 'remote') return <span className="quiet">{text.noVerdictYet}</span>
  return side.verdict === null ? (
    <span className="quiet">{text.notChecked}</span>
  ) : (
    <VerdictBadge verdict={side.verdict} />
  )
}

function Bytes({ side }: { readonly side: ComparedSide }) {
  return (
    <>
      {side.digest === null ? (
        <span className="quiet">{text.digestUnknown}</span>
      ) : (
        <DigestText digest={side.digest} canCopy />
      )}
      <span className="quiet nowrap" title={formatBytes(side.sizeBytes)}>
        {formatSize(side.sizeBytes)}
      </span>
      {side.place === 'remote' && <span className="quiet cut">· {text.readThere(side.bytesRead)}</span>}
    </>
  )
}

const when = (at: string | null): ReactNode =>
  at === null ? <span className="quiet">{text.none}</span> : <span title={formatDateTime(at)}>{dayOf(at)}</span>

export function Sides({ comparison }: { readonly comparison: Comparison }) {
  const { value } = useCall('keyring.list', {}, { refetchOn: ['keyring.changed', 'trust.changed'] })
  const keys = keysByFingerprint(value ?? [])
  const { a, b } = comparison
  const both: readonly (readonly [side: ComparedSide, other: ComparedSide])[] = [
    [a, b],
    [b, a],
  ]
  const rows: readonly (readonly [name: string, cell: (side: ComparedSide, other: ComparedSide) => ReactNode])[] = [
    [
      text.title,
      (side, other) => (
        <b className="medium cut" title={side.path ?? side.reference ?? ''}>
          {sideTitle(side, side === b, other.place === 'remote' || side.place === 'remote')}
        </b>
      ),
    ],
    [
      text.from,
      (side) =>
        side.reference === null ? (
          <code className="cut">{side.path}</code>
        ) : (
          <ReferenceText reference={side.reference} />
        ),
    ],
    [text.bytes, (side) => <Bytes side={side} />],
    [text.madeFor, (side) => <span>{side.architecture}</span>],
    [text.made, (side) => when(side.createdAt)],
    [text.since, (side) => when(side.placedAt)],
    [text.signers, (side, other) => <Signers side={side} other={other} keys={keys} />],
    [text.verdict, (side) => <Verdict side={side} />],
  ]
  return (
    <table className="compare-sides" aria-label={text.sides}>
      <tbody>
        {rows.map(([name, cell], index) => (
          <tr key={name}>
            <th scope="row">{index === 0 ? <span className="for-screen-readers">{name}</span> : name}</th>
            {both.map(([side, other]) => (
              <td key={side === a ? 'a' : 'b'}>
                <div className="line">{cell(side, other)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
