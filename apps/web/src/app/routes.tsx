import { lazy } from 'react';
import { createBrowserRouter } from 'react-router';
import { Broken, NotFound } from './broken';
import { Shell } from './shell';

const Workbench = lazy(() => import('../features/workbench/WorkbenchPage'));
const Cases = lazy(() => import('../features/case/CasesPage'));
const Case = lazy(() => import('../features/case/CasePage'));
const Command = lazy(() => import('../features/case/CommandPage'));
const Start = lazy(() => import('../features/case/StartPage'));
const Notices = lazy(() => import('../features/notices/NoticesPage'));
const Notice = lazy(() => import('../features/notices/NoticePage'));
const Search = lazy(() => import('../features/search/SearchPage'));
const People = lazy(() => import('../features/people/PeoplePage'));
const Person = lazy(() => import('../features/people/PersonPage'));
const NewPerson = lazy(() => import('../features/people/NewPersonPage'));
const Import = lazy(() => import('../features/import/ImportPage'));
const Account = lazy(() => import('../features/account/AccountPage'));

/** A case stands in the browser where it stands in the API, without the version: `/purchases/<id>`. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      { path: '/', element: <Workbench /> },
      { path: '/cases/:plural?', element: <Cases /> },
      { path: '/begin/:kind/:command', element: <Start /> },
      { path: '/notices', element: <Notices /> },
      { path: '/notices/:key', element: <Notice /> },
      { path: '/search', element: <Search /> },
      { path: '/people', element: <People /> },
      { path: '/people/new', element: <NewPerson /> },
      { path: '/people/:id', element: <Person /> },
      { path: '/import', element: <Import /> },
      { path: '/account', element: <Account /> },
      { path: '/:plural/:id', element: <Case /> },
      { path: '/:plural/:id/do/:command', element: <Command /> },
      { path: '*', element: <NotFound /> },
    ],
  },
]);
