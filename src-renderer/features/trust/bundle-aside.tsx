/** The team bundles that were taken over, and the ways to open and make one. */
import './policies.css'
import { Link } from 'react-aria-components'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { bundleText } from '../../../src-shared/text/bundles.ts'
import { formatDate, formatFingerprint } from '../../../src-shared/text/format.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { addressOf } from '../../app/address.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { FactList } from '../../components/fact-list.tsx'

export interface BundleAsideProps {
  readonly onOpen: () => void
  readonly onMake: () => void
}

export function BundleAside({ onOpen, onMake }: BundleAsideProps) {
  const { value } = useCall('trust.bundles', {}, { refetchOn: ['trust.policiesChanged'] })
  const bundles = value ?? []
  return (
    <aside className="bundle-aside" aria-label={policiesView.bundles}>
      {bundles.length === 0 ? (
        <>
          <h2>{policiesView.bundles}</h2>
          <p>{policiesView.bundlesNone}</p>
        </>
      ) : (
        bundles.map((bundle) => (
          <section key={`${bundle.name} ${bundle.signer}`} aria-label={policiesView.bundleName(bundle.name)}>
            <h2>{policiesView.bundleName(bundle.name)}</h2>
            <p>{bundleText.counted(bundle)}.</p>
            <FactList
              isNarrow
              facts={[
                {
                  name: policiesView.bundleSigner,
                  value: (
                    <Link href={addressOf.key(bundle.signer)}>
                      {firstUserId(bundle.signerUserIds)?.name ?? formatFingerprint(bundle.signer)}
                    </Link>
                  ),
                },
                { name: policiesView.bundleMade, value: formatDate(bundle.madeAt) },
                { name: policiesView.bundleTaken, value: formatDate(bundle.takenAt) },
              ]}
            />
          </section>
        ))
      )}
      <div className="line bundle-actions">
        <Button onPress={onOpen}>{policiesView.openBundle}</Button>
        <Button onPress={onMake}>{policiesView.makeBundle}</Button>
      </div>
    </aside>
  )
}
