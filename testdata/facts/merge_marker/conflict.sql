Heading
=======

<<<<<<< HEAD
select 1;
=======
select 2;
>>>>>>> other
-- x <<<<<<< not at the start
