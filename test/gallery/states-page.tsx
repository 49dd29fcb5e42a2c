import { Button } from '../../src-renderer/components/button.tsx'
import { EmptyState } from '../../src-renderer/components/empty-state.tsx'
import { ErrorState } from '../../src-renderer/components/error-state.tsx'
import { JobRow } from '../../src-renderer/components/job-row.tsx'
import { SkeletonRows } from '../../src-renderer/components/skeleton.tsx'
import { SourceNotice } from '../../src-renderer/components/source-notice.tsx'
import { ThinBar } from '../../src-renderer/components/thin-bar.tsx'
import { appError } from '../../src-shared/text/errors/index.ts'

export function StatesPage() {
  return (
    <main className="gallery-sheet">
      <h1>States</h1>
      <div className="gallery-columns">
        <div className="gallery-box">
          <EmptyState
            title="No images here yet"
            text="An image is one file with a whole system inside. Pull one, build one, or drop files and folders into this window."
            action={
              <Button variant="primary" icon="pull">
                Pull an image…
              </Button>
            }
          />
        </div>
        <div className="gallery-box">
          <SkeletonRows />
        </div>
        <div className="gallery-box">
          <SourceNotice
            kind="offline"
            title="You are offline since 13:41"
            text="Showing what was seen at 13:38. Revocations were last checked today, 09:00."
            action={<Button>Try again</Button>}
          />
        </div>
        <div className="gallery-box">
          <ErrorState
            title="This image ends too early"
            error={appError('OUT_OF_SPACE', { path: '/home/ada/Containers' }, { detail: 'write ENOSPC' })}
            onRetry={() => undefined}
            actions={<Button>Show what can be read</Button>}
          />
        </div>
        <div className="gallery-box">
          <ThinBar isOn />
          <SourceNotice kind="failed" title="quay.io did not answer" action={<Button>Retry</Button>} />
          <SourceNotice kind="waiting" title="acme-hpc is still being asked" />
        </div>
        <ul className="gallery-box">
          <JobRow
            icon="pull"
            title="Pull gatk_4.6.1.sif"
            note="from sylabs"
            bar={{ doing: 'Fetching, 1.15 of 1.86 GB', pace: '34 MB/s · 21 s left', fraction: 0.62, isStill: false }}
            actions={<Button variant="ghost">Cancel</Button>}
          />
          <JobRow icon="check" title="Verify 214 images" isFailed note="stopped" outcome="The disk is full." />
        </ul>
      </div>
    </main>
  )
}
