/** Makes a team bundle: its name and the own key that signs it. Signing is no default button. */
import './policies.css'
import { useState } from 'react'
import type { Key } from '../../../src-shared/model/key.ts'
import type { Result } from '../../../src-shared/model/result.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { useClient } from '../../app/connection.ts'
import { saveOrStay } from '../../app/save-text.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'

export interface ExportBundleSheetProps {
  readonly keys: readonly Key[]
  readonly onClose: () => void
}

export function ExportBundleSheet({ keys, onClose }: ExportBundleSheetProps) {
  const client = useClient()
  const own = keys.filter(({ hasSecret, revoked }) => hasSecret && revoked === null)
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [isWhole, setWhole] = useState(false)
  const { value: unlocked } = useCall('keyring.unlocked', {}, { refetchOn: ['keyring.changed'] })
  const key = own.find(({ fingerprint }) => fingerprint === chosen)?.fingerprint ?? own[0]?.fingerprint ?? null
  const isUnlocked = key !== null && (unlocked?.fingerprints.includes(key) ?? false)

  const run = useSheetRun(
    async (): Promise<Result<boolean>> => {
      if (key === null) return { ok: true, value: false }
      if (!isUnlocked) {
        const opened = await client.call('keyring.unlock', { fingerprint: key, passphrase, minutes: 1 })
        if (!opened.ok) return opened
      }
      const namespaces = isWhole ? ('all' as const) : ('named' as const)
      const made = await client.call('trust.exportBundle', { name: name.trim(), key, namespaces })
      if (!isUnlocked) await client.call('keyring.lock', { fingerprint: key })
      if (!made.ok) return made
      return saveOrStay({
        name: `${name.trim().replace(/[^\p{L}\p{N}]+/gu, '-')}.trust.asc`,
        text: made.value.text,
        mediaType: 'application/pgp-signature',
        title: policiesView.exportTitle,
        isPrivate: false,
      })
    },
    (isSaved) => {
      if (isSaved) onClose()
    },
  )
  return (
    <ActionSheet
      title={policiesView.exportTitle}
      subtitle={policiesView.exportAbout}
      onClose={onClose}
      action={policiesView.exportAction}
      variant="plain"
      isReady={key !== null && name.trim() !== '' && (isUnlocked || passphrase !== '')}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      {key === null ? (
        <SourceNotice kind="information" title={policiesView.exportNoKey} />
      ) : (
        <div className="policy-form">
          <Field
            label={policiesView.exportName}
            value={name}
            onChange={setName}
            placeholder={policiesView.exportNamePlaceholder}
            help={policiesView.exportLeaves}
            autoFocus
          />
          <Select
            label={policiesView.exportKey}
            choices={own.map(({ fingerprint, userIds }) => ({
              value: fingerprint,
              label: firstUserId(userIds)?.name ?? formatFingerprint(fingerprint),
            }))}
            value={key}
            onChange={setChosen}
          />
          {isUnlocked ? (
            <p className="quiet">{policiesView.exportUnlocked}</p>
          ) : (
            <Field
              label={policiesView.exportPassphrase}
              value={passphrase}
              onChange={setPassphrase}
              type="password"
              autoComplete="off"
            />
          )}
          <Check isChecked={isWhole} onChange={setWhole}>
            {policiesView.exportDefault}
          </Check>
        </div>
      )}
    </ActionSheet>
  )
}
