@echo off
rem Serves, or runs a subcommand, from whatever folder it is called in. JAVA_OPTS are options of the JVM.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" %JAVA_OPTS% "-Disthmus.home=%~dp0.." -cp "%~dp0..\lib\*" isthmus.Main %*
