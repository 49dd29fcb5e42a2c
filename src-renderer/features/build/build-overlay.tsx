/** Sheets about builds, which open from the history and from the page of a build. */
import { useState } from 'react'
import type { BuildRecord } from '../../../src-shared/model/build.ts'
import { buildHistoryText as text } from '../../../src-shared/text/build-history.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { navigate, useRouter } from '../../app/router.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { RadioGroup } from '../../components/choice.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { openBuildSheet, useBuildSheet } from './build-sheets.ts'
import { buildWords, comparedFirst } from './history/history-rows.ts'
import { useHistory } from './history/history-store.ts'

const close = (): void => openBuildSheet(null)

function ForgetSheet({ build }: { readonly build: BuildRecord }) {
  const client = useClient()
  const { isBusy, error, start } = useSheetRun(
    () => client.call('build.forget', { ids: [build.id] }),
    () => {
      close()
      if (useRouter.getState().text === addressOf.build(build.id)) navigate(addressOf.builds(), { replace: true })
    },
  )
  return (
    <ActionSheet
      title={text.forgetTitle(build.name)}
      width="small"
      action={text.forgetAction}
      variant="danger"
      isReady
      isBusy={isBusy}
      error={error}
      onAction={start}
      onClose={close}
    >
      <p>{text.forgetText}</p>
    </ActionSheet>
  )
}

/** How many builds are offered to compare with: the youngest. */
const mostOffered = 50

function CompareSheet({ build }: { readonly build: BuildRecord }) {
  const builds = useHistory((state) => state.builds) ?? []
  const others = builds.filter(({ id }) => id !== build.id)
  const [picked, setPicked] = useState<string | null>(null)
  const chosen = picked ?? comparedFirst(build, builds)?.id ?? null
  const now = new Date()
  // Those of the same definition stand first.
  const offered = others
    .toSorted((one, other) => Number(other.name === build.name) - Number(one.name === build.name))
    .slice(0, mostOffered)
  return (
    <ActionSheet
      title={text.compareTitle(build.name)}
      width="small"
      action={text.compareAction}
      variant="primary"
      icon="compare"
      isReady={chosen !== null}
      onAction={() => {
        if (chosen === null) return
        close()
        navigate(addressOf.compareBuilds(chosen, build.id))
      }}
      onClose={close}
    >
      {offered.length === 0 ? (
        <p className="quiet">{text.compareNone}</p>
      ) : (
        <RadioGroup
          label={text.compareTitle(build.name)}
          hidesLabel
          value={chosen}
          onChange={setPicked}
          choices={offered.map((other) => ({ value: other.id, label: other.name, note: buildWords(other, now) }))}
        />
      )}
    </ActionSheet>
  )
}

export function BuildOverlay() {
  const sheet = useBuildSheet((state) => state.sheet)
  if (sheet === null) return null
  switch (sheet.kind) {
    case 'forget':
      return <ForgetSheet build={sheet.build} />
    case 'compare':
      return <CompareSheet build={sheet.build} />
    case 'problem':
      return (
        <Sheet
          title={text.problem}
          width="small"
          isOpen
          onClose={close}
          footer={<Button onPress={close}>{frameText.close}</Button>}
        >
          <ErrorState error={sheet.error} />
        </Sheet>
      )
  }
}
