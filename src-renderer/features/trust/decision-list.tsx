/** What the user decided about a key, each with the way to take it back. */
import './trust.css'
import { useState } from 'react'
import type { Decision } from '../../../src-shared/model/decision.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { effectiveDecision } from '../../../src-shared/model/verdict.ts'
import { decisionDetail, decisionTitle, trustText } from '../../../src-shared/text/trust.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { scopeId } from './decision-view.ts'

export function DecisionList({ decisions }: { readonly decisions: readonly Decision[] }) {
  const client = useClient()
  const [error, setError] = useState<AppError | null>(null)
  if (decisions.length === 0) return null
  const takeBack = async ({ fingerprint, scope }: Decision): Promise<void> => {
    const result = await client.call('trust.undecide', { fingerprint, scope })
    setError(result.ok ? null : result.error)
  }
  return (
    <section className="section" aria-label={trustText.decisions}>
      <h2>{trustText.decisions}</h2>
      <ul className="decision-list">
        {decisions.map((decision) => (
          <li key={scopeId(decision.scope)}>
            <VerdictBadge verdict={effectiveDecision(decision) ?? 'unknown'} />
            <div className="stack">
              <span className="cut">
                {decisionTitle(decision)}, {decisionDetail(decision)}
              </span>
              {decision.note !== '' && (
                <span className="quiet cut" title={decision.note}>
                  {decision.note}
                </span>
              )}
            </div>
            <Button variant="ghost" onPress={() => void takeBack(decision)}>
              {trustText.takeBack}
            </Button>
          </li>
        ))}
      </ul>
      {error !== null && <p role="alert">{error.message}</p>}
    </section>
  )
}
