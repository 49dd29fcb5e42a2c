/** The shape of a verdict alone, for rows whose words say the rest; its word is read aloud and shown on hover. */
import type { Verdict } from '../../../src-shared/model/verification.ts'
import { Icon } from '../../components/icon.tsx'
import { verdictLooks } from '../../components/verdict-look.ts'

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const look = verdictLooks[verdict]
  return (
    <span className="verdict" data-family={look.family} data-verdict={verdict} title={look.word}>
      <Icon name={look.icon} />
      <span className="for-screen-readers">{look.word}</span>
    </span>
  )
}
