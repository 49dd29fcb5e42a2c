/** The heading of a group in the Images list. */
import type { ReactNode } from 'react'
import { assertNever } from '../../../src-shared/model/result.ts'
import { verdicts } from '../../../src-shared/model/verification.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { withTilde } from '../../app/local-path.ts'
import { Icon } from '../../components/icon.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import type { GroupBy, GroupRow } from './image-rows.ts'

function name(row: GroupRow, groupBy: GroupBy, homeFolder: string | null): ReactNode {
  switch (groupBy) {
    case 'none':
      return row.key
    case 'folder':
      return (
        <>
          <Icon name="folder" />
          <span className="cut" title={row.key}>
            {withTilde(row.key, homeFolder)}
          </span>
        </>
      )
    case 'namespace':
      return row.key === '' ? (
        <span>{imagesText.groupNoNamespace}</span>
      ) : (
        <code className="cut" title={row.key}>
          {row.key}
        </code>
      )
    case 'verdict': {
      const verdict = verdicts.find((one) => one === row.key)
      return verdict === undefined ? <span>{imagesText.groupNotChecked}</span> : <VerdictBadge verdict={verdict} />
    }
    default:
      return assertNever(groupBy)
  }
}

export function groupTitle(row: GroupRow, groupBy: GroupBy, homeFolder: string | null): ReactNode {
  return (
    <>
      {name(row, groupBy, homeFolder)}
      <span className="quiet group-count">{imagesText.groupCount(row.count)}</span>
    </>
  )
}
