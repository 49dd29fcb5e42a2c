/** The frame around the gallery's pages, without an engine behind it. */
import '../../src-renderer/app/command-bar.css'
import type { ReactNode } from 'react'
import { AppFrame } from '../../src-renderer/components/app-frame.tsx'
import { Icon, type IconName } from '../../src-renderer/components/icon.tsx'
import { NavRing } from '../../src-renderer/components/nav-ring.tsx'

const ignore = (): void => undefined

function Entry({ icon, label, end, isHere }: { icon: IconName; label: string; end?: ReactNode; isHere?: boolean }) {
  return (
    <a href={`#${label.toLowerCase()}`} {...(isHere ? { 'aria-current': 'page' } : {})}>
      <Icon name={icon} />
      <span>{label}</span>
      {end !== undefined && <span className="badge-place">{end}</span>}
    </a>
  )
}

export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <AppFrame
      onBack={ignore}
      onForward={ignore}
      onShortcuts={ignore}
      commandBar={
        <div className="command-field">
          <Icon name="search" />
          <input aria-label="Command bar" placeholder="Search or paste a reference, fingerprint, path…" />
          <kbd>Ctrl K</kbd>
        </div>
      }
      navigation={
        <>
          <Entry icon="library" label="Library" />
          <Entry icon="images" label="Images" end="214" isHere />
          <Entry
            icon="keys"
            label="Keys"
            end={
              <b className="review-pill" role="img" aria-label="2 things to review">
                2
              </b>
            }
          />
          <Entry icon="builds" label="Builds" />
          <hr />
          <Entry icon="activity" label="Activity" end={<NavRing running={2} fraction={0.62} />} />
          <Entry icon="settings" label="Settings" />
        </>
      }
      banner={null}
      statusStart={
        <>
          <span className="line">
            <span className="status-dot" />
            sylabs
          </span>
          <span>Pulling 2 · 34 MB/s · 2 min left</span>
        </>
      }
      statusEnd={<span>214 images · 1.2 TB</span>}
      messages={[]}
    >
      {children}
    </AppFrame>
  )
}
