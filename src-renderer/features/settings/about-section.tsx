/** Which SIF Desktop this is, and what works here. */
import './settings.css'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { useCall } from '../../app/use-call.ts'
import { FactList } from '../../components/fact-list.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ViewHead } from '../../components/view-head.tsx'

export function AboutSection() {
  const { value } = useCall('settings.capabilities', {})
  return (
    <>
      <ViewHead title={settingsText.about} />
      {value === null ? (
        <SkeletonRows count={3} />
      ) : (
        <div className="settings-body">
          <FactList
            facts={[
              { name: settingsText.version, value: value.version },
              { name: settingsText.runsIn, value: settingsText.faces[value.face] },
              { name: settingsText.computer, value: `${value.platform}, ${value.architecture}` },
              { name: settingsText.filesInside, value: value.filesUnavailable ?? settingsText.filesWork },
            ]}
          />
        </div>
      )}
    </>
  )
}
