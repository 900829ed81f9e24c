import { lostOnTheWay } from './lost-on-the-way';

test('what the engine adds is not asked for', () => {
  const sent = { Count: 2, Tasks: [{ Name: 'app', Env: {} }] };
  const kept = {
    Count: 2,
    Priority: 50,
    Tasks: [
      { Name: 'connect-proxy', Driver: 'docker' },
      { Name: 'app', Env: null, User: '' },
    ],
  };
  expect(lostOnTheWay(sent, kept)).toEqual([]);
});

test('what is dropped or changed is named with its place', () => {
  const sent = { Cuont: 2, Tasks: [{ Name: 'app', Args: ['a', 'b'], Port: 1 }, { Name: 'gone' }] };
  const kept = { Tasks: [{ Name: 'app', Args: ['a', 'c'], Port: 2 }] };
  expect(lostOnTheWay(sent, kept)).toEqual([
    'Cuont: 2 was sent, nothing is kept',
    'Tasks[app].Args[1]: "b" was sent, "c" is kept',
    'Tasks[app].Port: 1 was sent, 2 is kept',
    'Tasks[gone]: {"Name":"gone"} was sent, nothing is kept',
  ]);
});
