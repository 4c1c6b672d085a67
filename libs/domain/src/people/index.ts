export { disablingFault, enablingFault, peopleRefusals, type Standing } from './people.js';
