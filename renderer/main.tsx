import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { present } from '../shared/lib/assert.ts';
import { openTillHost } from './bridge/till-bridge.ts';
import { composeTill } from './composition.ts';
import { startI18n } from './i18n/i18n.ts';
import { App } from './ui/App.tsx';
import { NoHost } from './ui/frame/NoHost.tsx';
import { StoresContext } from './ui/stores-context.ts';
import './ui/tokens.css';

const root = createRoot(present(document.querySelector('#root'), 'the root element'));
const i18n = await startI18n(navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
const host = await openTillHost().catch((error: unknown) => {
  console.error('no host:', error);
  return null;
});
if (host === null) {
  root.render(
    <I18nextProvider i18n={i18n}>
      <NoHost />
    </I18nextProvider>,
  );
} else {
  const { stores, start } = composeTill(host);
  root.render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <StoresContext value={stores}>
          <App />
        </StoresContext>
      </I18nextProvider>
    </StrictMode>,
  );
  const { noteBug } = stores.till.getState();
  window.addEventListener('error', ({ error }) => {
    // Without an error it is the browser's own remark, of a layout that took two turns for one.
    if (error instanceof Error) noteBug(error);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => noteBug(reason));
  start().catch((error: unknown) => console.error('the till stopped:', error));
}
