/** The quarantine: what was fetched and kept out, why, and the two ways out of it. Neither is a default button. */
import './policies.css'
import { useState } from 'react'
import type { Arrival } from '../../../src-shared/model/policy.ts'
import { formatRelative } from '../../../src-shared/text/format.ts'
import { admissionSentence } from '../../../src-shared/text/policies.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { sortHeld } from './policy-view.ts'
import { VerdictMark } from './verdict-mark.tsx'

interface HeldProps {
  readonly arrival: Arrival
  readonly onRelease: () => void
}

function Held({ arrival, onRelease }: HeldProps) {
  const client = useClient()
  const [isAsking, setAsking] = useState(false)
  const discard = async (): Promise<void> => {
    const result = await client.call('trust.discard', { id: arrival.id })
    if (!result.ok) confirmBriefly(result.error.message)
  }
  return (
    <li>
      <VerdictMark verdict={arrival.verdict} />
      <div className="stack">
        <span className="cut">
          <b className="medium">{arrival.name}</b>{' '}
          <span className="quiet">
            {arrival.reference} · {formatRelative(arrival.at)}
          </span>
        </span>
        <span className="held-why">{admissionSentence(arrival.admission)}</span>
      </div>
      <div className="line">
        {isAsking ? (
          <>
            <Button
              variant="danger"
              onPress={() => void discard()}
              label={`${policiesView.discardYes}: ${arrival.name}`}
            >
              {policiesView.discardYes}
            </Button>
            <Button variant="ghost" onPress={() => setAsking(false)} autoFocus>
              {policiesView.keepIt}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={onRelease} label={`${policiesView.release} ${arrival.name}`}>
              {policiesView.release}
            </Button>
            <Button variant="ghost" onPress={() => setAsking(true)} label={`${policiesView.discard} ${arrival.name}`}>
              {policiesView.discard}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}

export function HeldList({ onRelease }: { readonly onRelease: (arrival: Arrival) => void }) {
  const { value } = useCall('trust.quarantine', {}, { refetchOn: ['trust.policiesChanged'] })
  if (value === null || value.length === 0) return null
  return (
    <section aria-label={policiesView.apart} className="held">
      <div className="line">
        <h2>{policiesView.apart}</h2>
        <b className="review-pill">{value.length}</b>
        <span className="quiet">{policiesView.apartAbout}</span>
      </div>
      <ul>
        {sortHeld(value).map((arrival) => (
          <Held key={arrival.id} arrival={arrival} onRelease={() => onRelease(arrival)} />
        ))}
      </ul>
    </section>
  )
}
