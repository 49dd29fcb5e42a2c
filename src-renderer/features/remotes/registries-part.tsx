/** The registries among the accounts: those set up here, and logins that other programs keep. */
import { useState } from 'react'
import { ociText } from '../../../src-shared/text/oci.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { RegistryRow } from './registry-row.tsx'
import { type RegistrySheet, RegistrySheets } from './registry-sheets.tsx'

export function RegistriesPart() {
  const { value, error, isLoading, reload } = useCall('oci.registries', {}, { refetchOn: ['oci.changed'] })
  const [sheet, setSheet] = useState<RegistrySheet | null>(null)
  return (
    <section className="accounts" aria-labelledby="registries-title">
      <div className="accounts-part">
        <h2 id="registries-title">{ociText.registries}</h2>
        <Button icon="plus" onPress={() => setSheet({ kind: 'add' })}>
          {ociText.add}
        </Button>
      </div>
      <p className="quiet">{ociText.explain}</p>
      {isLoading ? (
        <SkeletonRows count={2} />
      ) : value === null ? (
        error !== null && <ErrorState error={error} title={ociText.listFailed} onRetry={reload} />
      ) : value.length === 0 ? (
        <p className="quiet accounts-none">{ociText.none}</p>
      ) : (
        <ul>
          {value.map((registry) => (
            <RegistryRow key={registry.host} registry={registry} onSheet={setSheet} />
          ))}
        </ul>
      )}
      <p className="quiet accounts-foot">
        <Icon name="lock" />
        {ociText.passwordsKept}
      </p>
      <RegistrySheets sheet={sheet} onClose={() => setSheet(null)} />
    </section>
  )
}
