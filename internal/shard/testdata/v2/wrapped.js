vitrinaIndice("o/1.bin","Ynl0ZXM=")
