# sva's ComBat: CPU and wall seconds, the most memory, and a few numbers of the answer.
# Rscript time_combat.R TASK FOLDER
suppressPackageStartupMessages(library(sva))
args <- commandArgs(TRUE)
read <- function(name) {
  path <- file.path(args[2], paste0(name, ".f64"))
  readBin(path, "double", file.size(path) / 8, endian = "little")
}
batch <- read("batch")
x <- t(matrix(read("x"), length(batch)))
before <- proc.time()
y <- suppressMessages(ComBat(x, batch, par.prior = args[1] == "parametric"))
spent <- proc.time() - before
peak <- 1024 * as.numeric(gsub("[^0-9]", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
answer <- c(y[1, 1], y[nrow(y), ncol(y)], mean(abs(y)))
cat(sprintf('{"cpu":%.6f,"wall":%.6f,"peak":%.0f,"answer":[%s]}\n', spent[[1]] + spent[[2]], spent[[3]], peak,
  paste(sprintf("%.17g", answer), collapse = ",")))
