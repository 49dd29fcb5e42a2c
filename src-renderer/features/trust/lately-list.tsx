/** Where policies applied lately: each arrival with what was done and why. */
import './policies.css'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import type { Arrival } from '../../../src-shared/model/policy.ts'
import { formatRelative } from '../../../src-shared/text/format.ts'
import { outcomeWords, reasonWords } from '../../../src-shared/text/policies.ts'
import { afterWord, policiesView } from '../../../src-shared/text/policies-view.ts'
import { addressOf } from '../../app/address.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { VerdictMark } from './verdict-mark.tsx'

const shownAtFirst = 9
const mostShown = 1000

function Name({ of: arrival }: { readonly of: Arrival }) {
  const { outcome } = arrival.admission
  const isImage = outcome === 'kept' || outcome === 'labelled' || arrival.after === 'released'
  const words = outcome === 'kept' ? '' : `, ${reasonWords[arrival.admission.reason]}`
  const after = afterWord(arrival)
  return (
    <>
      {isImage ? (
        <Link className="plain" href={addressOf.image(arrival.path)}>
          {arrival.name}
        </Link>
      ) : (
        arrival.name
      )}
      {words}
      {after !== null && <span className="quiet"> · {after}</span>}
      {arrival.note !== '' && <span className="quiet"> · {arrival.note}</span>}
    </>
  )
}

export function LatelyList() {
  const [isAll, setAll] = useState(false)
  const { value } = useCall(
    'trust.arrivals',
    { limit: isAll ? mostShown : shownAtFirst },
    { refetchOn: ['trust.policiesChanged'] },
  )
  if (value === null) return null
  return (
    <section aria-label={policiesView.lately}>
      <div className="line">
        <h2 className="grow">{policiesView.lately}</h2>
        {!isAll && value.total > value.arrivals.length && (
          <Button variant="link" onPress={() => setAll(true)}>
            {policiesView.showAll(value.total)}
          </Button>
        )}
      </div>
      {value.arrivals.length === 0 ? (
        <p className="quiet">{policiesView.latelyNone}</p>
      ) : (
        <ul className="lately-list">
          {value.arrivals.map((arrival) => (
            <li key={arrival.id}>
              <VerdictMark verdict={arrival.verdict} />
              <span className="medium">{outcomeWords[arrival.admission.outcome]}</span>
              <span className="cut" title={arrival.note === '' ? arrival.name : `${arrival.name}: ${arrival.note}`}>
                <Name of={arrival} />
              </span>
              <span className="quiet nowrap">{formatRelative(arrival.at)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
