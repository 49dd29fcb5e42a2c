/** What the policies would do with each local image if it were pulled now. Changes nothing. */
import './policies.css'
import { admissionSentence, outcomeWords } from '../../../src-shared/text/policies.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'

export function TrySheet({ onClose }: { readonly onClose: () => void }) {
  const { value, error, reload } = useCall('trust.tryPolicies', {})
  return (
    <Sheet
      title={policiesView.tryTitle}
      subtitle={policiesView.tryAbout}
      width="wide"
      isOpen
      isDismissable
      onClose={onClose}
      footer={<Button onPress={onClose}>{policiesView.close}</Button>}
    >
      {value === null ? (
        error === null ? (
          <SkeletonRows count={4} />
        ) : (
          <ErrorState error={error} onRetry={reload} />
        )
      ) : value.length === 0 ? (
        <p className="quiet">{policiesView.tryNone}</p>
      ) : (
        <ul className="try-list">
          {value.map(({ path, name, verdict, admission }) => (
            <li key={path}>
              <VerdictBadge verdict={verdict} />
              <div className="stack">
                <span className="cut" title={path}>
                  <b className="medium">{outcomeWords[admission.outcome]}</b> {name}
                </span>
                <span className="quiet">{admissionSentence(admission)}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  )
}
