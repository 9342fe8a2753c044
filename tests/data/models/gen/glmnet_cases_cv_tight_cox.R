# The cross-validation of glmnet_cases_large_cox.R at a threshold at which its fits are near to the optimum.
source(file.path(here, "glmnet_cases_large_cox.R"))
cases <- Filter(function(cs) length(cs$cv) > 0, cases)
cases <- lapply(cases, function(cs) { cs$thresh <- numeric(0); cs$cv <- lapply(cs$cv, function(cv) { cv$thresh <- 1e-17; cv }); cs })
