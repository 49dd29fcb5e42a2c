/** The root of the window: frame, the view that the address means, and what lies over it. */
import { Suspense, useEffect, useMemo } from 'react'
import { RouterProvider } from 'react-aria-components'
import { frameText } from '../../src-shared/text/frame.ts'
import { AppFrame } from '../components/app-frame.tsx'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorActionsContext } from '../components/error-actions.tsx'
import { IconSprite } from '../components/icon-sprite.tsx'
import { SkeletonRows } from '../components/skeleton.tsx'
import { addressOf, type Route } from './address.ts'
import { CommandBar } from './command-bar.tsx'
import { useConnection } from './connection.ts'
import { features } from './features.ts'
import { useFirstRun } from './first-run.ts'
import { showShortcuts } from './frame-state.ts'
import { useGlobalKeys } from './keyboard.ts'
import { useMessages } from './messages.ts'
import { Navigation } from './navigation.tsx'
import { navigationEntries } from './navigation-entries.ts'
import { offerTo } from './open.ts'
import { goBack, goForward, navigate, useRoute } from './router.ts'
import { useShellEvents } from './shell-events.ts'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { useTheme } from './theme.ts'
import { useDroppedPaths } from './use-dropped-paths.ts'
import { ViewBoundary } from './view-boundary.tsx'
import { viewOf } from './view-of.tsx'

offerTo(features)
const errorActions = features.flatMap(({ name, errorAction: action }) =>
  action === undefined ? [] : [{ name, action }],
)

function View({ route }: { readonly route: Route }) {
  for (const { views } of features) {
    const shown = views === undefined ? null : viewOf(views, route)
    if (shown !== null) return shown
  }
  const text = route.view === 'unknown' ? frameText.unknownAddressText(route.address) : undefined
  return (
    <EmptyState
      isWholeView
      title={frameText.unknownAddress}
      {...(text === undefined ? {} : { text })}
      action={<Button onPress={() => navigate(addressOf.images())}>{frameText.goToImages}</Button>}
    />
  )
}

/** What the window is about: the image's name, or the view's; empty where neither is. */
function titleOf(route: Route): string {
  if (route.view === 'image') return route.path.split(/[\\/]/).at(-1) ?? ''
  return navigationEntries.find((entry) => entry.routes.includes(route.view))?.label ?? ''
}

export function App() {
  useTheme()
  useShellEvents()
  useDroppedPaths()
  const route = useRoute()
  const isUndecided = useFirstRun()
  const state = useConnection((connection) => connection.state)
  const messages = useMessages((held) => held.messages)
  const viewAddresses = useMemo(
    () => new Map<number, string>(navigationEntries.map((entry) => [entry.place, entry.address])),
    [],
  )
  useGlobalKeys(viewAddresses)
  const viewKey = route.view === 'image' ? `image ${route.path}` : route.view

  useEffect(() => {
    document.title = [titleOf(route), frameText.applicationName].filter((part) => part !== '').join(' · ')
  }, [route])

  const view =
    state === 'connecting' || isUndecided ? (
      <SkeletonRows />
    ) : (
      <ViewBoundary key={viewKey}>
        <Suspense fallback={<SkeletonRows />}>
          <View route={route} />
        </Suspense>
      </ViewBoundary>
    )

  return (
    <RouterProvider navigate={(address) => navigate(address)} useHref={(address) => `#${address}`}>
      <ErrorActionsContext value={errorActions}>
        <IconSprite />
        {route.view === 'welcome' ? (
          view
        ) : (
          <AppFrame
            onBack={goBack}
            onForward={goForward}
            commandBar={<CommandBar />}
            onShortcuts={() => showShortcuts(true)}
            navigation={<Navigation />}
            banner={state === 'lost' ? frameText.engineGone : null}
            statusStart={features.map(({ name, statusStart: Part }) =>
              Part === undefined ? null : <Part key={name} />,
            )}
            statusEnd={features.map(({ name, statusEnd: Part }) => (Part === undefined ? null : <Part key={name} />))}
            messages={messages}
          >
            {view}
          </AppFrame>
        )}
        <ShortcutsSheet />
        {features.map(({ name, overlay: Overlay }) => (Overlay === undefined ? null : <Overlay key={name} />))}
      </ErrorActionsContext>
    </RouterProvider>
  )
}
