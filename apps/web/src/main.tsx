import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { Refused } from './api/client';
import { startLanguage } from './app/language';
import { Look } from './app/look';
import { router } from './app/routes';
import './app/style.css';

startLanguage();
const queries = new QueryClient({
  defaultOptions: {
    // What was refused is refused again; what could not be reached may be there a moment later.
    queries: { retry: (count, error) => !(error instanceof Refused) && count < 2, staleTime: 10_000, refetchOnWindowFocus: true },
  },
});
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Look>
          <RouterProvider router={router} />
        </Look>
      </QueryClientProvider>
    </StrictMode>,
  );
