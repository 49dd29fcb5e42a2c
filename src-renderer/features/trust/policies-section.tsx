/** Settings, *Trust and policies*: one line per namespace with what it did last, what was kept out, and team bundles. */
import './policies.css'
import { useState } from 'react'
import type { Arrival, Policy } from '../../../src-shared/model/policy.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { MoreMenu } from '../../components/menu.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { BundleAside } from './bundle-aside.tsx'
import { BundleSheet } from './bundle-sheet.tsx'
import { ExportBundleSheet } from './export-bundle-sheet.tsx'
import { HeldList } from './held-list.tsx'
import { LatelyList } from './lately-list.tsx'
import { PolicySheet } from './policy-sheet.tsx'
import { PolicyTable } from './policy-table.tsx'
import { ReleaseSheet } from './release-sheet.tsx'
import { TrySheet } from './try-sheet.tsx'

type OpenSheet =
  | { readonly kind: 'policy'; readonly policy: Policy | null }
  | { readonly kind: 'release'; readonly arrival: Arrival }
  | { readonly kind: 'bundle' | 'export' | 'try' }

export function PoliciesSection() {
  const client = useClient()
  const [sheet, setSheet] = useState<OpenSheet | null>(null)
  const close = (): void => setSheet(null)
  const { value, error, reload } = useCall('trust.policies', {}, { refetchOn: ['trust.policiesChanged'] })
  const { value: keys } = useCall('keyring.list', {}, { refetchOn: ['keyring.changed', 'trust.changed'] })
  const policies = (value ?? []).map(({ policy }) => policy)

  const remove = async ({ namespace }: Policy): Promise<void> => {
    const result = await client.call('trust.removePolicy', { namespace })
    if (!result.ok) confirmBriefly(result.error.message)
  }

  return (
    <>
      <ViewHead
        title={policiesView.title}
        actions={
          <>
            <Button onPress={() => setSheet({ kind: 'try' })}>{policiesView.tryOn}</Button>
            <Button variant="primary" icon="plus" onPress={() => setSheet({ kind: 'policy', policy: null })}>
              {policiesView.newPolicy}
            </Button>
            <MoreMenu
              label={policiesView.more}
              entries={[
                {
                  kind: 'action',
                  id: 'open',
                  label: policiesView.openBundle,
                  onAction: () => setSheet({ kind: 'bundle' }),
                },
                {
                  kind: 'action',
                  id: 'make',
                  label: policiesView.makeBundle,
                  onAction: () => setSheet({ kind: 'export' }),
                },
              ]}
            />
          </>
        }
      />
      <p className="quiet policies-about">{policiesView.about}</p>
      {value === null ? (
        error === null ? (
          <SkeletonRows count={3} />
        ) : (
          <ErrorState error={error} title={policiesView.readFailed} onRetry={reload} />
        )
      ) : (
        <PolicyTable
          rows={value}
          keys={keys ?? []}
          onEdit={(policy) => setSheet({ kind: 'policy', policy })}
          onRemove={(policy) => void remove(policy)}
        />
      )}
      <div className="policies-below">
        <div className="policies-lists">
          <HeldList onRelease={(arrival) => setSheet({ kind: 'release', arrival })} />
          <LatelyList />
        </div>
        <BundleAside onOpen={() => setSheet({ kind: 'bundle' })} onMake={() => setSheet({ kind: 'export' })} />
      </div>
      {sheet?.kind === 'policy' && (
        <PolicySheet policy={sheet.policy} policies={policies} keys={keys ?? []} onClose={close} />
      )}
      {sheet?.kind === 'release' && <ReleaseSheet arrival={sheet.arrival} onClose={close} />}
      {sheet?.kind === 'bundle' && <BundleSheet onClose={close} />}
      {sheet?.kind === 'export' && <ExportBundleSheet keys={keys ?? []} onClose={close} />}
      {sheet?.kind === 'try' && <TrySheet onClose={close} />}
    </>
  )
}
