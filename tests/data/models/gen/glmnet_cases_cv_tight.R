# Cross-validations of glmnet_cases_large.R at the threshold at which fits are nearest to the optimum; fits alone are there already.
source(file.path(here, "glmnet_cases_large.R"))
cases <- Filter(function(cs) length(cs$cv) > 0, cases)
cases <- lapply(cases, function(cs) {
  cs$thresh <- numeric(0)
  cs$cv <- Filter(function(cv) is.null(cv$thresh), cs$cv)
  cs$cv <- lapply(cs$cv, function(cv) { cv$thresh <- 1e-20; cv })
  cs
})
