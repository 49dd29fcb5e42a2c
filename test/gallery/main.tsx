/** The gallery: one page per family, chosen by the address `#page` or `#page,dark`. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../../src-renderer/components/tokens.css'
import '../../src-renderer/components/base.css'
import './gallery.css'
import { type ComponentType, StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { IconSprite } from '../../src-renderer/components/icon-sprite.tsx'
import { ControlsPage } from './controls-page.tsx'
import { ImagePage } from './image-page.tsx'
import { ImagesPage } from './images-page.tsx'
import { SheetPage } from './sheet-page.tsx'
import { StatesPage } from './states-page.tsx'
import { VerdictsPage } from './verdicts-page.tsx'

const pages: Readonly<Record<string, ComponentType>> = {
  image: ImagePage,
  images: ImagesPage,
  controls: ControlsPage,
  verdicts: VerdictsPage,
  states: StatesPage,
  sheet: SheetPage,
}

function Gallery() {
  const [hash, setHash] = useState(location.hash.slice(1))
  useEffect(() => {
    const follow = (): void => setHash(location.hash.slice(1))
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const [page = 'image', theme = 'light'] = hash.split(',')
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const Page = pages[page] ?? ImagePage
  return (
    <>
      <IconSprite />
      <Page />
    </>
  )
}

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  )
