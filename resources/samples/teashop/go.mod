module example.org/teashop

go 1.19
