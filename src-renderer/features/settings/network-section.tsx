/** How the network is used: whether at all, through which proxy, and how downloads use the line. */
import { networkText } from '../../../src-shared/text/network-settings.ts'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { Check } from '../../components/choice.tsx'
import { Select } from '../../components/select.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { HostsPart } from './hosts-part.tsx'
import { ProxyPart } from './proxy-part.tsx'
import { SettingsBody } from './settings-body.tsx'
import { TransferLimit } from './transfer-limit.tsx'
import { useSettings } from './use-settings.ts'

const counts = ['1', '2', '3', '4', '6', '8', '12', '16'] as const

/** The usual counts, and the one that is set. */
function choicesWith(current: string): readonly string[] {
  return [...new Set<string>([...counts, current])].sort((a, b) => Number(a) - Number(b))
}

export function NetworkSection() {
  const state = useSettings()
  return (
    <>
      <ViewHead title={settingsText.network} />
      <SettingsBody state={state}>
        {(settings) => {
          const current = String(settings.downloadConnections)
          const atOnce = String(settings.transfersAtOnce)
          return (
            <>
              <Check
                isChecked={settings.isOffline}
                onChange={(isOffline) => void state.change({ isOffline })}
                note={networkText.offlineNote}
              >
                {networkText.offline}
              </Check>
              <ProxyPart proxy={settings.proxy} onChange={(proxy) => void state.change({ proxy })} />
              <HostsPart hosts={settings.hosts} onChange={(hosts) => void state.change({ hosts })} />
              <div className="settings-number">
                <Select
                  label={settingsText.connections}
                  choices={choicesWith(current).map((count) => ({ value: count, label: count }))}
                  value={current}
                  onChange={(count) => void state.change({ downloadConnections: Number(count) })}
                />
                <p className="quiet small">{settingsText.connectionsHelp}</p>
              </div>
              <div className="settings-number">
                <Select
                  label={settingsText.atOnce}
                  choices={choicesWith(atOnce).map((count) => ({ value: count, label: count }))}
                  value={atOnce}
                  onChange={(count) => void state.change({ transfersAtOnce: Number(count) })}
                />
                <p className="quiet small">{settingsText.atOnceHelp}</p>
              </div>
              <TransferLimit settings={settings} change={state.change} />
            </>
          )
        }}
      </SettingsBody>
    </>
  )
}
