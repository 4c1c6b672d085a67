import type { Person } from '../../api/types';

/** Where in the browser somebody stands. */
export const placeOfPerson = ({ href }: Pick<Person, 'href'>): string => href.replace(/^\/v1/, '');
/** A person by name; one known by a post alone by the id. */
export const nameOf = ({ name, person }: Pick<Person, 'name' | 'person'>): string => name || person;
